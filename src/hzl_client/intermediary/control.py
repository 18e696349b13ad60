"""The back door for demo and tests: arm faults, hand in samples, look at the cards.

Only whoever started the process knows the token, so no page in a browser of the same
machine can play with it."""

import hmac
import json
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from hzl_client.errors import HzlError
from hzl_client.intermediary.faults import ANY, Faults, Kind, Mishap
from hzl_client.intermediary.post import Card, Post

Json = dict[str, object]
SendSample = Callable[[str, str], str]  # shape, sample -> message id


class ControlDesk:
    def __init__(self, faults: Faults, post: Post, send: SendSample) -> None:
        self.token = secrets.token_urlsafe(24)
        self._post = post
        self._faults = faults
        self._send = send
        self._orders: dict[str, Callable[[Json], Json]] = {
            "arm": self._arm,
            "clear": self._clear,
            "send": self._send_sample,
            "cards": self._cards,
        }

    def answer(self, path: str, token: str, body: bytes) -> tuple[int, bytes]:
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return _answer(HTTPStatus.FORBIDDEN, {"error": "token"})
        if path not in self._orders:
            return _answer(HTTPStatus.NOT_FOUND, {"error": "order"})
        try:
            done = self._orders[path](_read(body))
        except (ValueError, TypeError, KeyError) as error:
            return _answer(HTTPStatus.BAD_REQUEST, {"error": str(error)})
        except HzlError as error:
            facts: Json = {"error": error.name, "message": str(error)}
            return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, facts)
        return _answer(HTTPStatus.OK, done)

    def _arm(self, order: Json) -> Json:
        self._faults.arm(
            Mishap(
                Kind(order["kind"]),
                str(order.get("message", ANY)),
                times=int(str(order.get("times", 1))),
                value=float(str(order.get("value", 0))),
            )
        )
        return {"armed": len(self._faults.armed)}

    def _clear(self, _order: Json) -> Json:
        self._faults.clear()
        return {"armed": 0}

    def _send_sample(self, order: Json) -> Json:
        message_id = self._send(str(order["shape"]), str(order["sample"]))
        return {"message_id": message_id}

    def _cards(self, _order: Json) -> Json:
        return {"cards": [_describe(card) for card in self._post.cards()]}


def _read(body: bytes) -> Json:
    order = json.loads(body or b"{}")
    if not isinstance(order, dict):
        raise TypeError("not an object")
    return cast("Json", order)


def _describe(card: Card) -> Json:
    times = {
        "creation": card.creation,
        "forwarding": card.forwarding,
        "reception": card.reception,
    }
    return {
        "message_id": card.message_id,
        "size": card.size,
        **{name: at.isoformat() if at else None for name, at in times.items()},
    }


def _answer(status: HTTPStatus, facts: Json) -> tuple[int, bytes]:
    return status, json.dumps(facts, ensure_ascii=False).encode()
