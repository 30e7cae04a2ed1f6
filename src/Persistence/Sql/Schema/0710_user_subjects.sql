-- 0710_user_subjects.sql
-- Purpose:   a person is known by what identity providers call them (`auth0|…`, a UUID), any number of names.
-- Invariant: in an organisation a provider's name belongs to one person at most. One that was unlinked is nobody's until an administrator
--            links it again, whatever else its token says; so the row stays.
-- Read with: Code/1500_identity_and_organisations.sql, docs/decisions/0031-external-subjects.md, UserSubject.cs

set local role gb_owner;

create table blog.user_subjects (
  org_id      bigint not null references blog.organisations (org_id),
  id          bigint generated always as identity,
  user_id     bigint not null,
  issuer      text check (char_length(issuer) between 1 and 1000),                -- a token's `iss`; null: subject is an e-mail address
  subject     text not null check (char_length(subject) between 1 and 255),       -- OpenID Connect Core 1.0, section 2: 255 at most
  linked      boolean not null default true,
  version     integer not null default 1,
  created_at  timestamptz not null default now(),  created_by bigint,
  updated_at  timestamptz not null default now(),  updated_by bigint,
  deleted_at  timestamptz,                         deleted_by bigint,
  primary key (org_id, id),
  foreign key (org_id, user_id) references blog.users (org_id, id)
);
create unique index user_subjects_subject on blog.user_subjects (org_id, subject, issuer) nulls not distinct;
create index user_subjects_user on blog.user_subjects (org_id, user_id);

-- Code makes it with more parameters, and what it answers has one column more.
drop function if exists app.identify(text, text);

reset role;
