"""Makes the sentence encoder that `tellcheck_model.encoder` serves; not installed with it, since it needs PyTorch.

`source` reads the pretrained multilingual-e5-small (MIT), `vocabulary` keeps its English and Spanish pieces, `network`
is its lower layers, `lessons` what it learns from, `tune` teaches it the labels and `export` writes it for onnxruntime.
"""
