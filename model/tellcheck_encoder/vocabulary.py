"""The vocabulary: the pieces that English and Spanish words, marks and signs are made of, in their pretrained order."""

from __future__ import annotations

from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto
from tellcheck_model.rubric import LANGUAGES
from wordfreq import top_n_list

from tellcheck_encoder.source import Pretrained

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3  # the first pieces of the pretrained vocabulary, kept in place
WORDS = 20_000  # the commonest words of each language; rarer ones are made of smaller pieces
_LAST_SIGN = 0x2600  # single characters up to here are kept, and emoji
_EMOJI = range(0x1F300, 0x1FAFF)


def kept_pieces(network: Pretrained) -> list[int]:
    """Return the ids of the pieces to keep, in order."""
    whole = SentencePieceProcessor(model_proto=tokenizer(network, list(range(len(network.pieces)))))
    kept = {BEGIN, PAD, END, UNKNOWN}
    for language in LANGUAGES:
        for word in top_n_list(language, WORDS):
            kept.update(whole.encode(word), whole.encode(word.capitalize()))
    for number, piece in enumerate(network.pieces):
        letters = piece.removeprefix("▁")
        if len(letters) <= 1 and all(ord(c) < _LAST_SIGN or ord(c) in _EMOJI for c in letters):
            kept.add(number)
    return sorted(kept)


def tokenizer(network: Pretrained, kept: list[int]) -> bytes:
    """Return a SentencePiece model over the kept pieces, numbered anew; texts reach it in their normal form."""
    model = ModelProto()
    kinds = {BEGIN: ModelProto.SentencePiece.CONTROL, UNKNOWN: ModelProto.SentencePiece.UNKNOWN}
    kinds |= dict.fromkeys((PAD, END), ModelProto.SentencePiece.CONTROL)
    for number in kept:
        kind = kinds.get(number, ModelProto.SentencePiece.NORMAL)
        model.pieces.add(piece=network.pieces[number], score=float(network.scores[number]), type=kind)
    model.trainer_spec.model_type = model.trainer_spec.UNIGRAM
    for name, number in (("bos", BEGIN), ("pad", PAD), ("eos", END), ("unk", UNKNOWN)):
        setattr(model.trainer_spec, f"{name}_id", number)
        setattr(model.trainer_spec, f"{name}_piece", network.pieces[number])
    model.normalizer_spec.name = "identity"
    return bytes(model.SerializeToString())
