"""The numbers of IP protocols: the values of `protocol`.

Source: the registry "Assigned Internet Protocol Numbers" of IANA, and those of its entries that Debian lists as in use:
https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml. Keywords are IANA's. A number without a
keyword here stays a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# fmt: off
PROTOCOLS: Final[Mapping[int, tuple[str, str]]] = {
    0: ("HOPOPT", "IPv6 hop-by-hop option"),
    1: ("ICMP", "Internet Control Message"),
    2: ("IGMP", "Internet Group Management"),
    3: ("GGP", "Gateway-to-Gateway"),
    4: ("IPv4", "IPv4 encapsulation"),
    5: ("ST", "Stream"),
    6: ("TCP", "Transmission Control"),
    7: ("CBT", "Core Based Trees"),
    8: ("EGP", "Exterior Gateway Protocol"),
    9: ("IGP", "any private interior gateway"),
    12: ("PUP", "PARC Universal Packet"),
    17: ("UDP", "User Datagram"),
    20: ("HMP", "Host Monitoring"),
    22: ("XNS-IDP", "Xerox NS IDP"),
    27: ("RDP", "Reliable Data Protocol"),
    29: ("ISO-TP4", "ISO Transport Protocol class 4"),
    33: ("DCCP", "Datagram Congestion Control Protocol"),
    36: ("XTP", "Xpress Transfer Protocol"),
    37: ("DDP", "Datagram Delivery Protocol"),
    38: ("IDPR-CMTP", "IDPR Control Message Transport"),
    41: ("IPv6", "IPv6 encapsulation"),
    43: ("IPv6-Route", "routing header for IPv6"),
    44: ("IPv6-Frag", "fragment header for IPv6"),
    45: ("IDRP", "Inter-Domain Routing Protocol"),
    46: ("RSVP", "Reservation Protocol"),
    47: ("GRE", "Generic Routing Encapsulation"),
    50: ("ESP", "Encapsulating Security Payload, of IPsec"),
    51: ("AH", "Authentication Header, of IPsec"),
    57: ("SKIP", "SKIP"),
    58: ("IPv6-ICMP", "ICMP for IPv6"),
    59: ("IPv6-NoNxt", "no next header for IPv6"),
    60: ("IPv6-Opts", "destination options for IPv6"),
    81: ("VMTP", "VMTP"),
    88: ("EIGRP", "EIGRP"),
    89: ("OSPFIGP", "OSPF"),
    93: ("AX.25", "AX.25 frames"),
    94: ("IPIP", "IP within IP encapsulation"),
    97: ("ETHERIP", "Ethernet within IP encapsulation"),
    98: ("ENCAP", "encapsulation header"),
    103: ("PIM", "Protocol Independent Multicast"),
    108: ("IPComp", "IP Payload Compression Protocol"),
    112: ("VRRP", "Virtual Router Redundancy Protocol"),
    115: ("L2TP", "Layer Two Tunneling Protocol"),
    124: ("ISIS over IPv4", "IS-IS over IPv4"),
    132: ("SCTP", "Stream Control Transmission Protocol"),
    133: ("FC", "Fibre Channel"),
    135: ("Mobility Header", "mobility for IPv6"),
    136: ("UDPLite", "UDP-Lite"),
    137: ("MPLS-in-IP", "MPLS in IP"),
    138: ("manet", "MANET protocols"),
    139: ("HIP", "Host Identity Protocol"),
    140: ("Shim6", "Shim6 Protocol"),
    141: ("WESP", "Wrapped Encapsulating Security Payload"),
    142: ("ROHC", "Robust Header Compression"),
    143: ("Ethernet", "Ethernet"),
}
# fmt: on
"""Number → (IANA's keyword, its name)."""
