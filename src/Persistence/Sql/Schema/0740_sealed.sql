-- 0740_sealed.sql
-- Purpose:   what this database was when `migrate` left it: everything that carries a rule, object by object.
-- Invariant: written by app.seal() alone, as the owner; whoever serves reads it.
-- Read with: Code/1760_seal.sql, docs/decisions/0037-sealed.md

set local role gb_owner;

create table app.sealed (
  kind        text not null,      -- function, policy, grant, ...
  object      text not null,      -- its name; {month} where it is there for every month of the log
  part_of     text,               -- the table, view or sequence that it goes with; null for what stands alone
  definition  text not null,
  primary key (kind, object)
);

reset role;
