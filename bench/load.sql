-- The benchmark's data: :organisations organisations of ten people and :posts posts each (bodies of 1.5 kB). The owner writes in
-- each organisation's context, so that the triggers keep every post's history: one insert and two updates, three audit entries; four comments on each that is published.
set role gb_owner;
select set_config('bench.organisations', :'organisations', false), set_config('bench.posts', :'posts', false);

do $$
declare
  organisation record;
  n integer;
begin
  for n in 1 .. current_setting('bench.organisations')::integer loop
    perform set_config('app.current_user_id', '', true);
    select * into organisation from app.create_organisation('org' || chr(96 + n), 'Organisation ' || n, 'admin', 'Administrator ' || n);
    perform set_config('app.current_user_id', organisation.user_id::text, true);
    insert into blog.users (org_id, handle, display_name, role)
      select app.org(), 'author' || chr(96 + a), 'Author ' || a || ' of ' || n, 'EDITOR' from generate_series(1, 9) a;
    insert into blog.posts_all (org_id, author_id, title, slug, body, status, tags)
      select app.org(), organisation.user_id + p % 10, 'Post ' || p || ' of organisation ' || n, 'post-' || p,
             left(repeat('Body ' || p || ': some words of Markdown, *emphasis* and a [link](https://example.org/'
               || md5(p::text) || '). ', 20), 1500),
             case p % 5 when 0 then 'DRAFT' else 'PUBLISHED' end, array['bench', 'tag' || p % 7]
        from generate_series(1, current_setting('bench.posts')::integer) p order by p;
    update blog.posts_all set title = title || ', edited' where org_id = app.org();
    update blog.posts_all set body = 'Edited. ' || left(body, 1492) where org_id = app.org();
    insert into blog.comments_all (org_id, author_id, post_id, body)
      select app.org(), organisation.user_id + (p.id + c) % 10, p.id, 'Comment ' || c || ' on ' || p.title
        from blog.posts_all p, generate_series(1, 4) c where p.org_id = app.org() and p.status = 'PUBLISHED';
  end loop;
end $$;

reset role;
vacuum (analyze) blog.posts_all, app.publications, blog.comments_all, blog.users, blog.organisations, audit.audit_log;
checkpoint;
