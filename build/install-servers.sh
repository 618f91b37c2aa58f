#!/usr/bin/env bash
# Installs the servers, the browser and the tools that the tests talk to, from Debian's packages, where they are missing. Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  chromium fonts-dejavu-core
  age nginx-light nats-server dnsmasq-base squid chrony rsyslog rsyslog-gnutls
  slapd ldap-utils
  samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind python3-samba
  iproute2 nftables procps faketime openssl unzip libxml2-utils
)
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
# syslog-ng and rsyslog exclude each other as packages, so this one is unpacked where the tests look for it, beside what it needs.
syslog_ng=node_modules/.cache/syslog-ng
if [ "${#missing[@]}" -eq 0 ] && [ -x "$syslog_ng/usr/sbin/syslog-ng" ]; then exit 0; fi

# No service is to be started by its installation: the tests start their own.
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
fi
apt-get update -qq
if [ "${#missing[@]}" -gt 0 ]; then apt-get install -y -qq --no-install-recommends "${missing[@]}"; fi
if [ ! -x "$syslog_ng/usr/sbin/syslog-ng" ]; then
  downloads=$(mktemp -d)
  (cd "$downloads" && apt-get download -qq syslog-ng-core)
  apt-get satisfy -y -qq --no-install-recommends "$(dpkg-deb -f "$downloads"/syslog-ng-core_*.deb Depends)"
  mkdir -p "$syslog_ng"
  dpkg-deb -x "$downloads"/syslog-ng-core_*.deb "$syslog_ng"
  rm -r "$downloads"
fi
