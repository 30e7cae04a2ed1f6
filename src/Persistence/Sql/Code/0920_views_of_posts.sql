-- 0920_views_of_posts.sql
-- Purpose:   posts as somebody sees them. blog.posts: the working copies of those they may write, the live versions of all others.
--            blog.posts_any: the same, and the trash. What an editor and a reader see of these is one part of them, and as views of their own
--            cost a third: blog.posts_working and blog.posts_live.
-- How:       the rules are the policies of the two tables (0800_row_rules.sql); what is said here only keeps a post from being there twice.
--            The parts of a UNION ALL have no WHERE of their own, since PostgreSQL then reads them in order through their indexes
--            (is_safe_append_member in src/backend/optimizer/prep/prepjointree.c); `part` is a constant in each, so what a role does not
--            read is not begun. An author's own posts are a part by themselves: their index is another.
-- Read with: 0910_publications.sql, src/Persistence/Posts/Post.cs, tests/GraphBlog.Tests/Database/PublicationTests.cs

set local role gb_owner;

-- Called by app.protect() in place of making the plain view.
create or replace function blog.show_posts() returns void language plpgsql set client_min_messages = warning as $show$
declare
  v_same text := 'org_id, id, author_id, created_at, created_by, updated_at, updated_by, version, deleted_at'
    || (select string_agg(format(', %I', c), '') from unnest(blog.published_columns()) c);
  v_working text := v_same || ', deleted_by, status, published_at, live_version, scheduled_version, publish_at, edited_version';
  v_settled text := v_same || $$, deleted_by, case when publish_at <= now() then 'PUBLISHED' else status end as status,
    case when publish_at <= now() then coalesce(published_at, publish_at) else published_at end as published_at,
    case when publish_at <= now() then scheduled_version else live_version end as live_version,
    case when publish_at > now() then scheduled_version end as scheduled_version, case when publish_at > now() then publish_at end as publish_at,
    edited_version$$;
  v_live text := v_same || $$, null::bigint as deleted_by, 'PUBLISHED'::text as status, published_at, version as live_version, null::integer as scheduled_version,
    null::timestamptz as publish_at, version::app.derived_integer as edited_version$$;
begin
  -- A schedule that has come due is as good as written (blog.settled). And org_id is said once more than the policies say it: only what is said
  -- here makes the indexes of all parts, which begin with it, known to be in the order of what follows.
  execute format($$create or replace view blog.posts_any with (security_invoker = true) as
    select %1$s
      from (select %2$s, 1 as part from blog.posts_all
            union all select %2$s, 2 from blog.posts_all
            union all select %3$s, 3 from app.publications) p
     where org_id = app.org()
       and (part = 1 and app.is_editor() or part = 2 and app.is_editor() is not true and author_id = app.writer()
         or part = 3 and app.is_editor() is not true and author_id is distinct from app.writer())$$, v_settled, v_working, v_live);
  execute 'create view blog.posts with (security_invoker = true) as select * from blog.posts_any where deleted_at is null';
  execute format('create or replace view blog.posts_live with (security_invoker = true) as select %s from app.publications where deleted_at is null', v_live);
  execute format('create or replace view blog.posts_working with (security_invoker = true) as select %s from blog.posts_all where deleted_at is null', v_settled);
  grant select on blog.posts, blog.posts_any, blog.posts_live, blog.posts_working to gb_app;
end $show$;

reset role;
