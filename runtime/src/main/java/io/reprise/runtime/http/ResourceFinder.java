package io.reprise.runtime.http;

import io.javalin.http.Context;
import io.reprise.runtime.access.Resource;

/**
 * Finds out what a request acts on. A finder may read the body of the request, and may throw what a
 * handler may throw, for example because the request names something that does not exist.
 */
@FunctionalInterface
public interface ResourceFinder {
  /** Returns the topic and the target of a request. */
  Resource find(Context ctx);

  /** Returns a finder of the topic that a parameter of the path names. */
  static ResourceFinder topicInPath(String parameter) {
    return ctx -> Resource.topic(ctx.pathParam(parameter));
  }

  /**
   * Returns a finder of the topic that a parameter of the query names. The finder answers a request
   * without the parameter with status 400.
   */
  static ResourceFinder topicInQuery(String parameter) {
    return ctx -> Resource.topic(RequestParameters.requiredText(ctx, parameter));
  }
}
