-- A blog that has grown: :posts posts of 1.5 kB of :organisations organisations, of which the first has a tenth and the others share the rest; seven
-- entries a post over a year (written and published, six edits of the title), four comments on each that is published. About ten entries a post.
-- Written past the triggers, with what they would have made, so that `doctor` finds every history whole: psql -v organisations=500 -v posts=1000000.
-- Indexes that are not unique are made at the end, which is several times as fast.
select set_config('bench.organisations', :'organisations', false), set_config('bench.posts', :'posts', false);
set role gb_owner;
select audit.add_month(now() - n * interval '1 month') from generate_series(1, 12) n;
select app.set_retention(null, 30, 730);
reset role;

create temporary table later as
  select indexrelid::regclass as name, replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') as definition from pg_index join pg_class c on c.oid = indrelid
   where not indisunique and not indisexclusion and not c.relispartition and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app');
do $$
declare
  i record;
begin
  for i in select * from later loop
    execute format('drop index %s', i.name);
  end loop;
end $$;

create function pg_temp.grow(n integer, org bigint, first_user bigint, posts integer) returns void language plpgsql as $$
begin
  perform set_config('app.current_org_id', org::text, true);
  create temporary table grown on commit drop as
    select nextval('blog.posts_all_id_seq') as id, org as org_id, first_user + p % 10 as author_id, 'Post ' || p || ' of organisation ' || n as title, 'post-' || p as slug,
           left(repeat('Body ' || p || ': some words of Markdown, *emphasis* and a [link](https://example.org/' || md5(p::text) || '). ', 20), 1500) as body,
           case p % 5 when 0 then 'DRAFT' else 'PUBLISHED' end as status, array['bench', 'tag' || p % 7] as tags,
           date_trunc('hour', now()) - interval '360 days' + p * interval '330 days' / posts + p * interval '1 microsecond' as created_at
      from generate_series(1, posts) p;
  insert into blog.posts_all (org_id, id, author_id, title, slug, body, status, tags, published_at, version, created_at, created_by, updated_at, updated_by,
                              document, live_version, edited_version) overriding system value
    select org_id, id, author_id, title || ', edit 6', slug, body, status, tags, case status when 'PUBLISHED' then created_at end, 7, created_at, author_id,
           created_at + interval '24 days', author_id, blog.post_document(org_id, title, tags, 'some words of Markdown'), case status when 'PUBLISHED' then 1 end, 7
      from grown order by id;
  insert into app.publications (org_id, id, version, author_id, title, slug, body, tags, metadata, published_at, created_at, created_by, updated_at, updated_by, document)
    select org_id, id, 1, author_id, title, slug, body, tags, '{}', created_at, created_at, author_id, created_at, author_id,
           blog.post_document(org_id, title, tags, 'some words of Markdown') from grown where status = 'PUBLISHED' order by id;
  insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, db_role, actor_kind, old_data, new_data, previous_by, previous_at)
    select g.org_id, g.created_at + (v - 1) * interval '4 days', 'posts', g.id, v, case v when 1 then 'CREATE' else 'UPDATE' end, g.author_id, 'gb_app', 'USER',
           case when v > 1 then jsonb_build_object('title', g.title || case when v > 2 then ', edit ' || v - 2 else '' end) end,
           case when v > 1 then jsonb_build_object('title', g.title || ', edit ' || v - 1)
                else jsonb_build_object('id', g.id, 'org_id', g.org_id, 'author_id', g.author_id, 'title', g.title, 'slug', g.slug, 'body', g.body, 'status', g.status,
                       'tags', g.tags, 'metadata', '{}'::jsonb, 'published_at', case g.status when 'PUBLISHED' then g.created_at end, 'version', 1, 'created_at', g.created_at,
                       'created_by', g.author_id, 'updated_at', g.created_at, 'updated_by', g.author_id, 'deleted_at', null, 'deleted_by', null,
                       'live_version', case g.status when 'PUBLISHED' then 1 end, 'scheduled_version', null, 'publish_at', null) end,
           case when v > 1 then g.author_id end, case when v > 1 then g.created_at + (v - 2) * interval '4 days' end
      from generate_series(1, 7) v cross join grown g order by v, g.id;
  with made as (
    insert into blog.comments_all (org_id, author_id, post_id, body, created_at, created_by, updated_at, updated_by)
      select org_id, first_user + (id + c) % 10, id, 'Comment ' || c || ' on ' || title, created_at + c * interval '1 hour', first_user + (id + c) % 10,
             created_at + c * interval '1 hour', first_user + (id + c) % 10
        from grown, generate_series(1, 4) c where status = 'PUBLISHED' order by id, c
    returning *)
  insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, db_role, actor_kind, new_data)
    select org_id, created_at, 'comments', id, 1, 'CREATE', author_id, 'gb_app', 'USER', to_jsonb(made) from made;
  drop table grown;
end $$;

do $$
declare
  organisations integer := current_setting('bench.organisations');
  posts integer := current_setting('bench.posts');
  made record;
begin
  for n in 1 .. organisations loop
    set local role gb_owner;
    select * into made from app.create_organisation('org-' || n, 'Organisation ' || n, 'admin', 'Administrator ' || n);
    insert into blog.users (org_id, handle, display_name, role)
      select made.org_id, 'author' || chr(96 + a), 'Author ' || a || ' of ' || n, 'EDITOR' from generate_series(1, 9) a;
    reset role;
    set local session_replication_role = replica;
    perform pg_temp.grow(n, made.org_id, made.user_id, case n when 1 then posts / 10 else (posts - posts / 10) / (organisations - 1) end);
    set local session_replication_role = origin;
    perform set_config('app.current_org_id', '', true), set_config('app.current_user_id', '', true);
    commit;
  end loop;
end $$;

set maintenance_work_mem = '1GB';
do $$
declare
  i record;
begin
  for i in select * from later loop
    execute i.definition;
    commit;
  end loop;
end $$;
vacuum (analyze, freeze) blog.posts_all, app.publications, blog.comments_all, blog.users, blog.organisations, audit.audit_log;
checkpoint;
