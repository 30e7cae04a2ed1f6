-- 0850_drafts.sql
-- Purpose:   a transaction that is for drafts alone (a token with the scope write:drafts) writes, and never publishes.
-- Invariant: whatever its role, it changes nothing that readers see, now or later: it edits working copies, of published posts too, and no
--            comment, no person, no organisation; and it purges nothing, since what is purged is gone for those too who might have wanted to publish it.
-- Why so:    triggers and no policies: a row that a policy hides from an UPDATE is not found, and nobody is told why. Without WHEN: its
--            functions would be inlined anew in every statement, which took 15 µs of an update's 230; a call of these takes less than one.
-- Read with: Code/0200_context.sql (app.may_publish), Code/0700_protect.sql (b_drafts_only of all other tables),
--            src/GraphApi/Errors/DatabaseErrors.cs, docs/decisions/0041-actors.md, tests/GraphBlog.Tests/Database/DraftsOnlyTests.cs

set local role gb_owner;

-- Of posts there are drafts. What may not be done to a post is said here and nowhere else.
create or replace function blog.refuse_publishing() returns trigger language plpgsql as $$
declare
  is_seen boolean := true;
  was     blog.posts_all;
begin
  if not app.may_publish() then
    if tg_op = 'INSERT' then
      is_seen := new.live_version is not null;
    elsif tg_op = 'UPDATE' then
      -- a_stamp and 0910_publications.sql came before: a change of nothing has made no version, and what is live is worked out
      was := blog.settled(old);
      is_seen := new.version <> old.version
        and (row (new.live_version, new.scheduled_version, new.publish_at) is distinct from row (was.live_version, was.scheduled_version, was.publish_at)
          or (new.deleted_at is distinct from old.deleted_at or new.author_id <> old.author_id) and coalesce(was.live_version, was.scheduled_version) is not null);
    end if;
    if is_seen then
      raise exception 'this is for drafts alone: % of this post would change what readers see', tg_op using errcode = 'GB020';
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;
create or replace trigger b_drafts_only before insert or update or delete on blog.posts_all for each row execute function blog.refuse_publishing();

-- Whatever else is written, somebody reads.
create or replace function app.refuse_publishing() returns trigger language plpgsql as $$
begin
  if not app.may_publish() then
    raise exception 'this is for drafts alone: % on %.% would change what readers see', tg_op, tg_table_schema, tg_table_name using errcode = 'GB020';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;

reset role;
