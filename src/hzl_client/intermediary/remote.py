"""The other end of the back door: steer a practice intermediary in its own process."""

import json
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import cast
from urllib.parse import urlsplit

from hzl_client.errors import HostUnreachable, HttpStatus
from hzl_client.intermediary.control import Json
from hzl_client.intermediary.faults import Mishap

SECONDS = 120  # a sample with a long attachment takes its time


@dataclass(frozen=True, slots=True)
class RemoteControl:
    """`url` and `token` as the process printed them when it was ready."""

    url: str
    token: str

    def arm(self, mishap: Mishap) -> None:
        self._post(
            "arm",
            {
                "kind": mishap.kind.value,
                "message": mishap.message,
                "times": mishap.times,
                "value": mishap.value,
            },
        )

    def clear(self) -> None:
        self._post("clear", {})

    def send(self, shape: str, sample: str) -> str:
        """Hand in a sample as the platform would; the message id."""
        return str(self._post("send", {"shape": shape, "sample": sample})["message_id"])

    def cards(self) -> tuple[Json, ...]:
        """Ids, sizes and times of everything in the post, oldest first."""
        return tuple(cast("list[Json]", self._post("cards", {})["cards"]))

    def _post(self, order: str, facts: Json) -> Json:
        place = urlsplit(self.url)
        connection = HTTPConnection(place.hostname or "", place.port, timeout=SECONDS)
        try:
            with closing(connection):
                connection.request(
                    "POST",
                    place.path + order,
                    json.dumps(facts),
                    {"X-Practice-Token": self.token},
                )
                answer = connection.getresponse()
                status, body = answer.status, answer.read()
        except (OSError, HTTPException) as error:
            raise HostUnreachable("practice intermediary does not answer") from error
        if status != 200:
            raise HttpStatus("practice intermediary refused", status=status)
        return cast("Json", json.loads(body))
