"""One exception for each way of being refused; its text is the one sentence that a person reads.

NewsdeskError
├── UnreadableError           a file, page or record that cannot be read as an article
│   ├── NotFoundError             no such file or folder; a folder without articles
│   ├── TooLargeError             a file, paragraph or question over its limit
│   ├── NotTextError              binary, an archive, no known encoding
│   ├── MalformedError            broken JSON, wrong types, a date that is none
│   └── NoBodyError               nothing in it is an article's body
├── QuestionError             a question that cannot be asked: empty, only stop words, too long
├── NoSuchArticleError        an id that the coverage does not hold
├── NoSuchDraftError          a draft that was used, dropped, or is another collection's
├── NoSuchFeedError           a feed that was removed, or is another collection's
├── AlreadyThereError         what was to be added is there
├── TooManyError              a collection holds as many of these as it may
├── CannotUndoError           a change that cannot be taken back
└── StoreError                the database
    ├── NotADatabaseError         a file that is something else
    ├── DatabaseBusyError         another process changes it; says which
    ├── DatabaseReadOnlyError     it, or its folder, cannot be written to
    └── DatabaseTooNewError       written by a newer newsdesk
"""

from __future__ import annotations


class NewsdeskError(Exception):
    """Something a person can cause and mend. Its text says what, where and what to do, in one line."""


class UnreadableError(NewsdeskError):
    """A file, page or record that cannot be read as an article."""

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        """message: what is wrong and what to do, without the place. path and line (from 1): where, when known."""
        self.message, self.path, self.line = message, path, line
        place = path or ""
        if line is not None:
            place += f", line {line}" if place else f"line {line}"
        super().__init__(f"{place}: {message}" if place else message)


class NotFoundError(UnreadableError):
    """No such file or folder, or a folder without articles."""


class TooLargeError(UnreadableError):
    """A file or a paragraph over its limit."""


class NotTextError(UnreadableError):
    """Binary data, an archive, or text in no known encoding."""


class MalformedError(UnreadableError):
    """Broken JSON, wrong types, a date that is none."""


class NoBodyError(UnreadableError):
    """Nothing in it is the body of an article."""


class QuestionError(NewsdeskError):
    """A question that cannot be asked: empty, nothing but stop words or signs, too long."""


class NoSuchArticleError(NewsdeskError):
    """An id that the coverage does not hold."""


class NoSuchDraftError(NewsdeskError):
    """A draft that was used or dropped, or belongs to another collection."""


class NoSuchFeedError(NewsdeskError):
    """A feed that was removed, or belongs to another collection."""


class AlreadyThereError(NewsdeskError):
    """What was to be added is there already."""


class TooManyError(NewsdeskError):
    """A collection holds as many of these as it may."""


class CannotUndoError(NewsdeskError):
    """A change that cannot be taken back: it is too old, nothing was replaced, or the article changed again since."""


class StoreError(NewsdeskError):
    """The database cannot be used."""


class NotADatabaseError(StoreError):
    """The file is something else than a newsdesk database."""


class DatabaseBusyError(StoreError):
    """Another process is changing the database; the text says which."""


class DatabaseReadOnlyError(StoreError):
    """The database, or the folder it is in, cannot be written to."""


class DatabaseTooNewError(StoreError):
    """The database was written by a newer newsdesk than this one."""
