"""False separation: what the dashboard says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milvus_tui.model.findings.explanation import NOTE, Explanation
from milvus_tui.wire import Kind

if TYPE_CHECKING:
    from milvus_tui.model.findings.titles import FindingGroup

ONE_IS_ENOUGH = (
    "One connection carries the calls of many threads side by side; separate sockets gained 17 to "
    "32 % on Milvus Lite, and nothing on Milvus 2.3.5. "
)
POOL = 'grpc_options={"grpc.use_local_subchannel_pool": 1}'


def title(group: FindingGroup) -> str:
    """How many connections share the socket."""
    connections = f"{group.count:,} connections" if group.count > 1 else "Connections"
    return f"{connections} requested as separate share one socket"


EXPLANATION = Explanation(
    Kind.FALSE_SEPARATION,
    NOTE,
    "Clients requested separate connections, and these share one TCP socket.",
    "gRPC shares a socket among all channels with the same address and options, so these "
    "connections add no throughput.",
    ONE_IS_ENOUGH.strip(),
    "Fewer than two of them are left on the socket.",
    {
        "BCD": f"{ONE_IS_ENOUGH}This release takes no grpc_options: only another name of the "
        "server, such as 127.0.0.1 for localhost, gets a separate socket.",
        "E": f"{ONE_IS_ENOUGH}{POOL} gives a client a separate one, in 2.6.9; 2.6.7 and 2.6.8 "
        "ignore it.",
        "F": f"{ONE_IS_ENOUGH}dedicated=True with {POOL} gives a client a separate one.",
    },
    title=title,
)
