"""The sentence encoder: what a sentence means rather than which words it has, tuned to the labels of the rubric.

`encoder.py` is all that serving needs. The other modules make what it loads: `source` reads the pretrained
multilingual-e5-small (MIT), `vocabulary` keeps its English and Spanish pieces, `network` is its lower half in
PyTorch, `tune` teaches it the labels and `export` writes it for onnxruntime in 8-bit integers.
"""
