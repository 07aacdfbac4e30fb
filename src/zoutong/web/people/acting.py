"""Knows in whose seat a signed-in person sits: her own posts, and those of people on leave for whom she is deputy."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.people.models import Account, Deputy, Post
from zoutong.web.people.roles import role_words

CHOSEN = "people_seat"
"""Where the session keeps the number of the post that was chosen."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One role in one unit in which a person may act today."""

    post: int
    role: str
    unit: str
    unit_words: Words
    on_behalf_of: str = ""
    on_behalf_of_shown: str = ""

    @property
    def role_words(self) -> Words:
        """Give the name of the role."""
        return role_words(self.role)


@dataclass(frozen=True, slots=True)
class WalkSeat:
    """A seat that somebody has taken on a walk (走流程): the role and unit in which she acts there, "applicant" for the visitor's."""

    walk: str
    role: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts: the person, the seat in which she sits, and all the seats that she could take.

    ``id``, ``role``, ``unit`` and ``on_behalf_of`` are what an event shows; ``on_behalf_of`` is the id of the person on leave, or "".
    """

    id: str
    shown: str
    role: str
    unit: str
    on_behalf_of: str
    roles: tuple[str, ...]
    seat: Seat | None
    seats: tuple[Seat, ...]


def seats_of(account: Account) -> tuple[Seat, ...]:
    """Give the seats that a person may take today, her own first."""
    day = clock.today()
    own = [_seat(post) for post in account.posts_on(day)]
    others = [_seat(post, of=post.account) for post in Deputy.posts_for(account, day)]
    return (*own, *others)


def _seat(post: Post, of: Account | None = None) -> Seat:
    behalf = (str(of.pk), of.shown) if of else ("", "")
    return Seat(post.pk, post.role, post.unit.code, post.unit.words, *behalf)


def acting(request: HttpRequest) -> Acting | None:
    """Give who acts in this request; None for whoever is not signed in. Looked up once per request."""
    if not hasattr(request, "_acting"):
        user = getattr(request, "user", None)
        request._acting = _acting(request, user) if user is not None and user.is_authenticated else None  # type: ignore[attr-defined] # noqa: SLF001
    return request._acting  # type: ignore[attr-defined,no-any-return] # noqa: SLF001


def _acting(request: HttpRequest, account: Account) -> Acting:
    seats = seats_of(account)
    taken: WalkSeat | None = getattr(request, "walk_seat", None)
    if taken is not None:
        # On a walk she is whoever sits there: what her own posts allow is not seen from that seat.
        role = "" if taken.role == "applicant" else taken.role
        return Acting(str(account.pk), account.shown, role, taken.unit, "", (role,) if role else (), None, ())
    chosen = request.session.get(CHOSEN)
    seat = next((s for s in seats if s.post == chosen), seats[0] if seats else None)
    return Acting(
        id=str(account.pk),
        shown=account.shown,
        role=seat.role if seat else "",
        unit=seat.unit if seat else account.unit.code,
        on_behalf_of=seat.on_behalf_of if seat else "",
        roles=tuple(dict.fromkeys(s.role for s in seats)),
        seat=seat,
        seats=seats,
    )
