package io.reprise.runtime.http;

import io.reprise.runtime.access.Action;
import io.reprise.runtime.access.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What a caller must be allowed to do to use a route. Immutable.
 *
 * @param action the action of the route; null if everyone may use the route
 * @param on the kinds of resources that the action is checked on
 * @param resource finds the resource of a request; used only if {@code on} names a resource of the
 *     request
 */
public record Permission(@Nullable Action action, On on, ResourceFinder resource) {
  private static final ResourceFinder NO_RESOURCE = ctx -> Resource.NONE;

  /** The kinds of resources that an action is checked on. */
  public enum On {
    /** The action concerns the process as a whole. */
    NOTHING(""),
    TOPIC(" on topic"),
    TOPIC_AND_TARGET(" on topic and target"),
    /**
     * The request names no topic that must be allowed. The answer contains only topics on which the
     * caller may carry out the action.
     */
    EACH_TOPIC(" on each topic of the answer"),
    EACH_TARGET(" on each target of the answer"),
    EACH_TOPIC_AND_TARGET(" on each topic and target of the answer");

    private final String text;

    On(String text) {
      this.text = text;
    }

    /** Returns whether the handler of the route leaves out what the caller may not see. */
    public boolean isEach() {
      return this == EACH_TOPIC || this == EACH_TARGET || this == EACH_TOPIC_AND_TARGET;
    }
  }

  /** Everyone may use the route, also without authentication. */
  public static Permission everyone() {
    return new Permission(null, On.NOTHING, NO_RESOURCE);
  }

  /** The action concerns the process and no topic or target. */
  public static Permission of(Action action) {
    return new Permission(action, On.NOTHING, NO_RESOURCE);
  }

  /** The action is checked on the topic that the finder returns. */
  public static Permission onTopic(Action action, ResourceFinder finder) {
    return new Permission(action, On.TOPIC, finder);
  }

  /** The action is checked on the topic and the target that the finder returns. */
  public static Permission onTopicAndTarget(Action action, ResourceFinder finder) {
    return new Permission(action, On.TOPIC_AND_TARGET, finder);
  }

  /**
   * The handler leaves out of its answer every topic or target on which the caller may not carry
   * out the action.
   *
   * @throws IllegalArgumentException if {@code each} names no resources of an answer
   */
  public static Permission onEach(Action action, On each) {
    if (!each.isEach()) {
      throw new IllegalArgumentException(each + " names no resources of an answer");
    }
    return new Permission(action, each, NO_RESOURCE);
  }

  /**
   * Returns the permission as OpenAPI documents and pages show it: {@code operate on topic and
   * target}, or {@code none} if everyone may use the route.
   */
  @Override
  public String toString() {
    return action == null ? "none" : action + on.text;
  }
}
