// What a Relay application asks: its compiler refuses a schema that does not keep Relay's conventions.
import { graphql } from 'relay-runtime';

export const list = graphql`
  query documentsListQuery {
    ...documents_posts
  }
`;

export const posts = graphql`
  fragment documents_posts on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "documentsPostsPageQuery") {
    posts(first: $first, after: $after) @connection(key: "documents_posts") {
      edges { node { id ...documents_post } }
    }
  }
`;

export const post = graphql`
  fragment documents_post on Post @refetchable(queryName: "documentsPostRefetchQuery") {
    title
    version
    status
    updatedAt
    author { displayName }
  }
`;

export const history = graphql`
  fragment documents_history on Post
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "documentsHistoryPageQuery") {
    auditHistory(first: $first, after: $after) @connection(key: "documents_auditHistory") {
      edges { node { action version changes { field before after } changedBy { displayName } } }
    }
  }
`;

export const one = graphql`
  query documentsOneQuery($id: ID!) {
    node(id: $id) { __typename ...documents_post @alias(as: "post") ...documents_history @alias(as: "history") }
  }
`;

export const create = graphql`
  mutation documentsCreateMutation($input: CreatePostInput!, $connections: [ID!]!) {
    createPost(input: $input) {
      post @prependNode(connections: $connections, edgeTypeName: "PostEdge") { id title version ...documents_post }
      errors { __typename ... on Error { message } ... on SlugTakenError { suggestion } ... on ValidationError { field } }
    }
  }
`;

export const update = graphql`
  mutation documentsUpdateMutation($input: UpdatePostInput!) {
    updatePost(input: $input) {
      post { title version ...documents_post }
      errors {
        __typename
        ... on Error { message }
        ... on ConcurrencyError {
          currentVersion
          mergeable
          conflicts { field base theirs yours }
          current { ... on Post { id title version } }
        }
      }
    }
  }
`;

export const trash = graphql`
  mutation documentsTrashMutation($input: DeletePostInput!, $connections: [ID!]!) {
    deletePost(input: $input) {
      trashedPost { id postId @deleteEdge(connections: $connections) deletedAt }
      errors { __typename ... on Error { message } }
    }
  }
`;

export const changes = graphql`
  subscription documentsChangesSubscription($after: String) {
    postChanged(after: $after) { cursor action postId post { ...documents_post } }
  }
`;
