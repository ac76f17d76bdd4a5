"""Who republishes whom, as text: CSV, JSON, GraphML and DOT."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from newsarchive.model import Flow

FORMATS = ("csv", "json", "graphml", "dot")
_COLUMNS = ("origin", "target", "copies", "wire", "median_delay_s", "kept", "first", "last")


def written(flows: Sequence[Flow], form: str) -> str:
    """Return flows in one of ``FORMATS``; delays are in seconds, times ISO 8601.

    As a graph (GraphML, DOT) sources are nodes, and an edge leads from where a text came from to
    where it was republished.
    """
    return {"csv": _csv, "json": _json, "graphml": _graphml, "dot": _dot}[form](flows)


def _row(flow: Flow) -> dict[str, Any]:
    delay = flow.median_delay
    values = (
        flow.origin,
        flow.target,
        flow.copies,
        flow.wire,
        None if delay is None else round(delay.total_seconds()),
        flow.kept,
        flow.first.isoformat() if flow.first else None,
        flow.last.isoformat() if flow.last else None,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _csv(flows: Sequence[Flow]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    for flow in flows:
        row = _row(flow)
        for name in ("origin", "target"):  # a spreadsheet must not take a name for a formula
            if row[name][:1] in "=+-@":
                row[name] = f"'{row[name]}"
        writer.writerow(row)
    return out.getvalue()


def _json(flows: Sequence[Flow]) -> str:
    return json.dumps([_row(flow) for flow in flows], ensure_ascii=False, indent=2) + "\n"


def _nodes(flows: Sequence[Flow]) -> dict[str, str]:
    names = sorted({name for flow in flows for name in (flow.origin, flow.target)})
    return {name: f"n{number}" for number, name in enumerate(names)}


def _graphml(flows: Sequence[Flow]) -> str:
    nodes = _nodes(flows)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        '  <key id="name" for="node" attr.name="name" attr.type="string"/>',
        *(
            f'  <key id="{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>'
            for name, kind in (
                ("copies", "int"),
                ("wire", "int"),
                ("median_delay_s", "long"),
                ("kept", "double"),
            )
        ),
        '  <graph id="flows" edgedefault="directed">',
        *(
            f'    <node id="{node}"><data key="name">{escape(name)}</data></node>'
            for name, node in nodes.items()
        ),
    ]
    for flow in flows:
        row = _row(flow)
        data = "".join(
            f'<data key="{name}">{row[name]}</data>'
            for name in ("copies", "wire", "median_delay_s", "kept")
            if row[name] is not None
        )
        ends = f"source={quoteattr(nodes[flow.origin])} target={quoteattr(nodes[flow.target])}"
        lines.append(f"    <edge {ends}>{data}</edge>")
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _dot(flows: Sequence[Flow]) -> str:
    nodes = _nodes(flows)
    lines = ["digraph flows {", "  rankdir=LR;"]
    lines += [f"  {node} [label={_quoted(name)}];" for name, node in nodes.items()]
    lines += [
        f'  {nodes[flow.origin]} -> {nodes[flow.target]} [label="{flow.copies}",'
        f" weight={flow.copies}];"
        for flow in flows
    ]
    return "\n".join([*lines, "}", ""])


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
