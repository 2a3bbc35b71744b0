#!/bin/sh
# Makes the secrets of compose.yaml that are only long words, once; those that come from elsewhere are left to you.
set -eu
umask 077
cd "$(dirname "$0")/.."
mkdir -p secrets && cd secrets
word() { python3 -c 'import secrets; print(secrets.token_urlsafe(48), end="")'; }
[ -e secret_key ] || word >secret_key
[ -e database_password ] || word >database_password
[ -e search_password ] || word >search_password
if [ ! -e cache_url ]; then
  password=$(word)
  printf 'redis://:%s@cache:6379/0' "$password" >cache_url
  printf 'requirepass %s\nmaxmemory 256mb\nmaxmemory-policy volatile-lru\nsave ""\nprotected-mode no\n' "$password" >cache_settings
fi
printf 'postgresql://essaim:%s@database:5432/essaim' "$(cat database_password)" >database_url
printf 'http://elastic:%s@search:9200' "$(cat search_password)" >search_nodes
chmod 644 ./* # read in the containers by users of their own; the folder itself is yours alone
for given in mail_url certificate.pem certificate_key.pem; do
  [ -e "$given" ] || echo "secrets/$given manque : à vous de le donner."
done
