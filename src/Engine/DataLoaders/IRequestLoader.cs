namespace GraphBlog.Engine.DataLoaders;

/// <summary>Batches what one request reads. Each such class is registered once for every request.</summary>
public interface IRequestLoader;
