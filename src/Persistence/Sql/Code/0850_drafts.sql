-- 0850_drafts.sql
-- Purpose:   a transaction that is for drafts alone (a token with the scope write:drafts) writes, and never publishes.
-- Invariant: whatever its role, it changes nothing that readers see: no post that is published or would be, no comment, no person, no
--            organisation; and it purges nothing, since what is purged is gone for those too who might have wanted to publish it.
-- Why so:    triggers and no policies: a row that a policy hides from an UPDATE is not found, and nobody is told why. The conditions are
--            the triggers' own, so a transaction without the limit calls nothing.
-- Read with: Code/0200_context.sql (app.may_publish), Code/0700_protect.sql (b_drafts_only of all other tables),
--            src/GraphApi/Errors/DatabaseErrors.cs, docs/decisions/0041-actors.md, tests/GraphBlog.Tests/Database/DraftsOnlyTests.cs

set local role gb_owner;

create or replace function app.refuse_publishing() returns trigger language plpgsql as $$
begin
  raise exception 'this is for drafts alone: % on %.% would change what readers see', tg_op, tg_table_schema, tg_table_name using errcode = 'GB020';
end $$;

-- after a_stamp by name: a change of nothing stays one
create or replace trigger b_drafts_only_insert before insert on blog.posts_all for each row
  when (not app.may_publish() and blog.is_public(new.status, new.deleted_at)) execute function app.refuse_publishing();
create or replace trigger b_drafts_only_update before update on blog.posts_all for each row
  when (not app.may_publish() and new.version <> old.version
    and (blog.is_public(old.status, old.deleted_at) or blog.is_public(new.status, new.deleted_at))) execute function app.refuse_publishing();
create or replace trigger b_drafts_only_delete before delete on blog.posts_all for each row
  when (not app.may_publish()) execute function app.refuse_publishing();

reset role;
