_gen_flowlogs_files() { compgen -f -- "$1"; }
_gen_flowlogs_dirs() { compgen -d -- "$1"; }
_gen_flowlogs_revisions() {
  local ref
  while IFS= read -r ref; do
    [[ $ref == "$1"* && $ref =~ ^[A-Za-z0-9][A-Za-z0-9._/+-]*$ ]] && printf '%s\n' "$ref"
  done < <(git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null)
}
