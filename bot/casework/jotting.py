"""What a colleague has entered of a step so far: kept as it is, for them alone, on the page and in a chat the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.casework import gate
from bot.casework.gate import Folder
from bot.casework.room import Room
from bot.casework.values import FILES, LONGEST
from bot.casework.views import Barred
from bot.clean import clean
from bot.store.casework import writing as written
from bot.store.records import Write
from bot.store.rows import Member
from knowledge.rules.casework import CaseAct


class JottingRoom(Room):
    """Half-entered steps; nothing is judged."""

    def save_draft(
        self, member: Member, number: str, act: str, values: Mapping[str, str], changed: Collection[str] | None = None
    ) -> bool:  # fmt: skip
        """What is being entered is kept as it is, for this person alone; whether it was. `changed` as in
        `drafting`."""
        found = self.opened(member, number, act)
        if isinstance(found, Barred) or act not in found[1].procedure.acts:
            return False
        _, write = self.drafting(found[0], found[1], found[1].procedure.acts[act], values, changed)
        self._write([write])
        return True

    def drafting(
        self, here: Member, folder: Folder, act: CaseAct, values: Mapping[str, str], changed: Collection[str] | None = None
    ) -> tuple[dict[str, str], Write]:  # fmt: skip
        """(what is kept then, what `save_draft` writes). `changed`: fields that were typed in; of the others what was entered
        last stays, wherever that was; None: all of them."""
        before = folder.dossier.drafts.get(act.id)
        fields = [one.key for one in act.fields]
        mine = fields if changed is None or before is None else [key for key in fields if key in changed]
        kept = {**(before or {}), **{key: clean(values.get(key, ""))[:LONGEST] for key in mine}}
        short = {key: value for key, value in kept.items() if value}
        return short, written.entering(here.id, folder.row.id, act.id, short)

    def standing(
        self, folder: Folder, act: CaseAct, values: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """(what can stand of it, what is wrong with the rest), by field, files aside."""
        kept = {one.key: values.get(one.key, "") for one in act.fields if one.kind not in FILES}
        return gate.half_entered(folder, act, kept, self._library, self._store.given.now())
