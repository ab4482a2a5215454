"""Who said what, and who is spoken of: Article -> Article with its statements and people.

How a sentence becomes a statement, by the example of the second one of

    Irish Foreign Minister Ann Ames came to Kell. The minister, who met reporters, said on Friday the bridge was safe.

1. `survey` reads the whole article once. `quotes` finds its quotations, `sentences` cuts paragraphs into sentences of
   tokens, a quotation being one token. `chunking`, with `names`, finds the mentions: the name "Ann Ames", the
   description "The minister". `introductions` reads what somebody is from appositions and copulas. `people` keeps Ann
   Ames with her roles (foreign, minister, irish) and her sex.
2. `clauses` takes each sentence apart. `cues` finds the cue "said" and its frame: `verbgroups` says where the verb
   group begins and that it is neither denied nor passive, `subjects` (with `heads` and `phrases`) goes back over the
   relative clause to the subject "The minister", `adjuncts` passes by hearer, time and place ("on Friday"). `nominal`
   does so for "her claim that", `adjectival` for "is sure that", `participles` for ", adding that", `infinitives` for
   "used the day to say that". `contents` finds what is said, "the bridge was safe": `complements` says that "said"
   takes it, `edges` where it ends.
3. `reader` goes through the article again, in its order. `coreference` says whom each mention means, and `agreement`
   who cannot be meant: "The minister" is Ann Ames, the only minister so far. `asides` are the mentions that nobody
   speaks by, `uncued` the quotations without a cue, `turns` the interviews, `offices` what is told before its holder.
4. `attribution` writes the `drafts` down: kind "indirect", cue "said", mention "The minister", speaker "Ann Ames".

What is known of English and of the world is in data/, read by `knowledge`. Nothing is claimed that is not plain: where
a step finds two answers or none, the statement has no speaker.
"""

from index.speakers.attribution import SPEAKERS_VERSION, attribute

__all__ = ["SPEAKERS_VERSION", "attribute"]
