package io.reprise.runtime.http;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a service says about itself at {@code GET /api/v1/status}.
 *
 * @param role the kind of service, such as {@code worker}
 * @param name the name of this instance, as its configuration has it
 * @param work returns what runs and what waits now; called for each request, by several threads,
 *     and must not wait for another process
 */
public record ServiceStatus(String role, String name, Supplier<List<Work>> work) {

  /**
   * How many things of one sort run and wait.
   *
   * @param what the sort of things, in plural, such as {@code shards}
   * @param running how many of them run
   * @param waiting how many of them wait for something, or fail at present
   */
  public record Work(String what, long running, long waiting) {}

  /** Creates the status of a service that has no work to tell about. */
  public static ServiceStatus of(String role, String name) {
    return new ServiceStatus(role, name, List::of);
  }
}
