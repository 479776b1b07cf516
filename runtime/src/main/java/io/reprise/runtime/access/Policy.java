package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which principal may do what. What no binding allows is refused. Immutable.
 *
 * @param bindings who has which role, and where
 */
public record Policy(
    @ConfigKey("Who has which role, and on which topics and targets.") List<Binding> bindings) {
  public Policy(@Nullable List<Binding> bindings) {
    this.bindings = bindings == null ? List.of() : List.copyOf(bindings);
  }

  /**
   * Gives one principal one role.
   *
   * @param topics patterns of the topics on which the principal has the role; none when left out
   * @param targets patterns of the targets on which the principal has the role, by the name that a
   *     replay gives; none when left out
   */
  public record Binding(
      String principal, Role role, List<NamePattern> topics, List<NamePattern> targets) {
    public Binding(
        @Nullable String principal,
        @Nullable Role role,
        @Nullable List<NamePattern> topics,
        @Nullable List<NamePattern> targets) {
      if (principal == null || role == null) {
        throw new IllegalArgumentException(
            "a binding lacks principal or role: write {principal: ci, role: viewer, topics:"
                + " ['*']}");
      }
      Principal.requireName(principal);
      this.principal = principal;
      this.role = role;
      this.topics = topics == null ? List.of() : List.copyOf(topics);
      this.targets = targets == null ? List.of() : List.copyOf(targets);
    }

    private boolean covers(Resource resource) {
      return matches(topics, resource.topic()) && matches(targets, resource.target());
    }

    private static boolean matches(List<NamePattern> patterns, @Nullable String name) {
      return name == null || patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }
  }

  /**
   * Returns whether a principal may carry out an action on a resource. One binding must allow the
   * whole: the role must contain the action, and topic and target must match.
   */
  public boolean allows(Principal principal, Action action, Resource resource) {
    return bindings.stream()
        .anyMatch(binding -> isFor(binding, principal, action) && binding.covers(resource));
  }

  /**
   * Returns whether a principal has an action on anything, so that looking for more makes sense.
   */
  public boolean allowsSomewhere(Principal principal, Action action) {
    return bindings.stream().anyMatch(binding -> isFor(binding, principal, action));
  }

  private static boolean isFor(Binding binding, Principal principal, Action action) {
    return binding.principal().equals(principal.name()) && binding.role().contains(action);
  }
}
