_gen_flowlogs_revisions() {
  local -a refs
  local ref
  for ref in ${(f)"$(git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null)"}; do
    [[ $ref =~ '^[A-Za-z0-9][A-Za-z0-9._/+-]*$' ]] && refs+=("$ref")
  done
  compadd -a refs
}
