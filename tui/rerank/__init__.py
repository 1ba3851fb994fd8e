"""What else may read a pair of claim and passage, where the reader wants it: a model of inference, a language model.

Only calls models and reads what they answer; which pairs they get, and what their answers count, is decided elsewhere.
"""
