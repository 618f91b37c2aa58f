"""Fills a domain that was just provisioned with accounts that are each refused for another reason.

Run as `samba-accounts.py SMB_CONF PASSWORD` before the server starts. It goes through Samba's own Python interface: one process in
place of forty calls of samba-tool, and states that the tool cannot set, such as a lock that never ends.
"""

import sys

import ldb
from samba import Ldb
from samba.auth import system_session
from samba.param import LoadParm
from samba.samdb import SamDB

config, password = sys.argv[1:3]
lp = LoadParm()
lp.load(config)
sam = SamDB(url=lp.private_path("sam.ldb"), session_info=system_session(), lp=lp)
base = str(sam.domain_dn())

# userAccountControl: NORMAL_ACCOUNT, with ACCOUNTDISABLE or DONT_EXPIRE_PASSWD.
NORMAL, DISABLED, LASTING = 0x200, 0x202, 0x10200
# In units of 100 ns since 1601.
IN_2020, IN_2104 = "132223104000000000", "159017472000000000"

ACCOUNTS = {
    "good": (LASTING, {}),
    "disabled": (DISABLED, {}),
    "expired": (LASTING, {"accountExpires": IN_2020}),
    "must-change": (NORMAL, {"pwdLastSet": "0"}),
    "old-password": (NORMAL, {"pwdLastSet": IN_2020}),
    "locked": (LASTING, {"lockoutTime": IN_2104, "badPwdCount": "9"}),
    "hours": (LASTING, {"logonHours": bytes(21)}),
    "workstation": (LASTING, {"userWorkstations": "OTHERPC"}),
}

sam.transaction_start()
for name, (control, _) in ACCOUNTS.items():
    sam.newuser(name, password)
    change = ldb.Message(ldb.Dn(sam, f"CN={name},CN=Users,{base}"))
    change["control"] = ldb.MessageElement(str(control), ldb.FLAG_MOD_REPLACE, "userAccountControl")
    sam.modify(change)
sam.create_ou(f"OU=Assets,{base}")
for number in range(3):
    sam.newcomputer(f"asset{number}", computerou="OU=Assets")
sam.transaction_commit()

# Below the modules that guard these attributes.
raw = Ldb(lp.private_path(f"sam.ldb.d/{base.upper()}.ldb"), lp=lp, options=["modules:"])
for name, (_, attributes) in ACCOUNTS.items():
    if not attributes:
        continue
    (found,) = raw.search(expression=f"(&(objectClass=user)(sAMAccountName={name}))", attrs=["dn"])
    change = ldb.Message(found.dn)
    for attribute, value in attributes.items():
        change[attribute] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, attribute)
    raw.modify(change)
