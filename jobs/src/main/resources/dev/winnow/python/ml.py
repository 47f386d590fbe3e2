"""Wrappers of Winnow's Spark ML classes. The session needs the jar: `spark.jars` = `winnow.command.jar()`."""

from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer


def _set(java, params):
    for name, value in params.items():
        getattr(java, "set" + name[0].upper() + name[1:])(value)


class KMeans(JavaEstimator):
    """Clusters vectors: `KMeans(k=1000, distanceMeasure="cosine", featuresCol="embedding").fit(rows)`."""

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("dev.winnow.transforms.cluster.ml.KMeans", self.uid)
        _set(self._java_obj, params)

    def _create_model(self, java_model):
        return JavaModel(java_model)


class DjlEmbedder(JavaTransformer):
    """Embeds texts or images by an ONNX or TorchScript model."""

    def __init__(self, **params):
        super().__init__()
        self._java_obj = self._new_java_obj("dev.winnow.transforms.embed.ml.DjlEmbedder", self.uid)
        _set(self._java_obj, params)
