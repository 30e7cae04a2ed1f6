// What the checks of identity ask; the other clients send what Relay's compiler makes of it, ids and all.
import { graphql } from 'relay-runtime';

export const live = graphql`
  query identityLiveQuery {
    posts(first: 10) { nodes { __typename id title version author { displayName } comments(first: 5) { nodes { __typename body version } } } }
  }
`;

export const inTrash = graphql`
  query identityTrashQuery {
    trash(first: 10) { nodes { __typename postId title version deletedBy { displayName } } }
  }
`;

export const history = graphql`
  query identityHistoryQuery($id: ID!) {
    node(id: $id) { __typename ... on Post { title auditHistory(first: 5) { nodes { __typename action version recordId } } } }
  }
`;

export const trash = graphql`
  mutation identityTrashMutation($input: DeletePostInput!) {
    deletePost(input: $input) {
      trashedPost { __typename id postId title version }
      errors { __typename ... on Error { message } ... on PostNotFoundError { postId } }
    }
  }
`;

export const restore = graphql`
  mutation identityRestoreMutation($input: RestorePostInput!) {
    restorePost(input: $input) {
      post { __typename id title version author { displayName } }
      errors { __typename ... on Error { message } ... on PostNotFoundError { postId } }
    }
  }
`;

export const update = graphql`
  mutation identityUpdateMutation($input: UpdatePostInput!) {
    updatePost(input: $input) {
      post { title version updatedBy { displayName } }
      errors {
        __typename
        ... on PostNotFoundError { postId }
        ... on ConcurrencyError { inTrash current { __typename ... on Post { title version } } changesSince { action version } conflicts { field changedBy { handle } } }
      }
    }
  }
`;

export const comment = graphql`
  mutation identityCommentMutation($input: UpdateCommentInput!) {
    updateComment(input: $input) {
      comment { body version author { displayName } post { title } }
      errors { __typename ... on CommentNotFoundError { commentId } ... on ConcurrencyError { current { __typename ... on Comment { body version } } } }
    }
  }
`;

export const person = graphql`
  mutation identityPersonMutation($input: UpdateUserInput!) {
    updateUser(input: $input) {
      user { displayName version }
      errors { __typename ... on UserNotFoundError { userId } ... on ConcurrencyError { current { __typename ... on User { displayName version } } } }
    }
  }
`;

export const changes = graphql`
  subscription identityChangesSubscription($after: String) {
    postChanged(after: $after) { cursor action postId changedBy { displayName } post { title version author { displayName } } }
  }
`;

export const begin = graphql`
  query identityBeginQuery {
    changeCursor
  }
`;
