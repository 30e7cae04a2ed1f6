using GraphBlog.GraphApi.Hosting;

return await Commands.RunAsync(args);
