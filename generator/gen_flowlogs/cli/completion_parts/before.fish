function _gen_flowlogs_revisions
  git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null |
    string match -r '^[A-Za-z0-9][A-Za-z0-9._/+-]*$'
end
