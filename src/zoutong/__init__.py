"""Zoutong 走通: a bureau's services as walks through executable process models."""

__version__ = "0.1.0"
