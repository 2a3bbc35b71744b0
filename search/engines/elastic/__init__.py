"""The engine of a cluster (Elasticsearch 8): the same questions, the same answers, over the network."""

from .engine import ElasticEngine

__all__ = ["ElasticEngine"]
