#!/bin/sh
# Makes the secrets of compose.yaml that are only long words, once; those that come from elsewhere are left to you.
# As root: each file then belongs to the user of its container alone. Run it again once you have given the others.
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
for given in mail_url certificate.pem certificate_key.pem; do
  [ -e "$given" ] || echo "secrets/$given manque : à vous de le donner."
done

# Compose shows these files as they are, whatever `uid` and `mode` say: owners are those of `user` in compose.yaml.
# Elasticsearch refuses a password that others may read.
give() {
  owner=$1 && shift
  for file in "$@"; do
    [ ! -e "$file" ] || { chown "$owner" "$file" && chmod 400 "$file"; }
  done
}
if [ "$(id -u)" = 0 ]; then
  give 10001 secret_key database_url cache_url search_nodes mail_url
  give 999 database_password cache_settings
  give 1000 search_password
  give 101 certificate.pem certificate_key.pem
else
  chmod 644 ./* && chmod 600 search_password # the folder itself is yours alone
  echo "Les fichiers restent à vous : Elasticsearch (utilisateur 1000) ne lira le sien qu'après « sudo deploy/secrets.sh »."
fi
