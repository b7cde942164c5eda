"""The addresses under which the documents are read: nobody has to be known for that."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web.browse import Looked
from bot.channels.web.site import site_of
from bot.channels.web.templates import filled


async def policies(request: Request) -> Response:
    """/policies?q=words&region=weihai"""
    query, region = request.query_params.get("q", ""), request.query_params.get("region", "")
    site = site_of(request)
    return _page(await site.quickly(site.shelf.policies, query, region))


async def policy(request: Request) -> Response:
    """/policies/weihai"""
    return _page(site_of(request).shelf.policy(request.path_params["region"]))


async def provision(request: Request) -> Response:
    """/policies/weihai/3.13"""
    there = request.path_params
    return _page(site_of(request).shelf.provision(there["region"], there["rest"]))


def _page(looked: Looked) -> Response:
    return HTMLResponse(filled(looked.template, **looked.values), looked.status)


def missing(request: Request) -> Response:
    """Whatever else somebody looks for."""
    return _page(site_of(request).shelf.missing())
