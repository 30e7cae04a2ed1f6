-- 0855_newest.sql
-- Purpose:   the ids of the newest posts come from the index alone, with what says who may see them.
-- Why so:    without the author in it, PostgreSQL takes all ids of the organisation from posts_author and sorts them, since it cannot know
--            how small the page is: pages of comments and histories are read by the ids of the page of their posts.
-- Read with: src/Engine.EntityFramework/Paging/ManyPages.cs, tests/GraphBlog.Tests/Database/IndexTests.cs

set local role gb_owner;

drop index blog.posts_newest;
create index posts_newest on blog.posts_all (org_id, created_at desc, id desc) include (author_id) where deleted_at is null;

reset role;
