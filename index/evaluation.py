"""Figures from question sets: hit@1, recall@5, MRR@10, refusals, and the AUC of the confidence."""
