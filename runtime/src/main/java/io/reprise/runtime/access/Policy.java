package io.reprise.runtime.access;

import io.reprise.runtime.config.ConfigKey;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which principal may do what, and sees what. What no binding allows is refused. Immutable.
 *
 * @param bindings who has which role, and where
 * @param masks which parts of records are hidden from which role, and where
 */
public record Policy(
    @ConfigKey("Who has which role, and on which topics and targets.") List<Binding> bindings,
    @ConfigKey("Which parts of records are hidden from which role, and in which topics.")
        List<PolicyMask> masks) {
  public Policy(@Nullable List<Binding> bindings, @Nullable List<PolicyMask> masks) {
    this.bindings = bindings == null ? List.of() : List.copyOf(bindings);
    this.masks = masks == null ? List.of() : List.copyOf(masks);
  }

  /**
   * Gives one principal, or all principals of a group, one role.
   *
   * @param principal who has the role; null if a group has it
   * @param group the group, by the name that the issuer of tokens gives it; null if a principal has
   *     the role
   * @param topics patterns of the topics on which the principal has the role; none when left out
   * @param targets patterns of the targets on which the principal has the role, by the name that a
   *     replay gives; none when left out
   */
  public record Binding(
      @Nullable String principal,
      @Nullable String group,
      Role role,
      List<NamePattern> topics,
      List<NamePattern> targets) {
    public Binding(
        @Nullable String principal,
        @Nullable String group,
        @Nullable Role role,
        @Nullable List<NamePattern> topics,
        @Nullable List<NamePattern> targets) {
      if (principal == null && group == null || role == null) {
        throw new IllegalArgumentException(
            "a binding lacks principal or role: write {principal: ci, role: viewer, topics:"
                + " ['*']}, or group instead of principal");
      }
      if (principal != null && group != null) {
        throw new IllegalArgumentException(
            "a binding has principal '%s' and group '%s': write one binding for each"
                .formatted(principal, group));
      }
      if (principal != null) {
        Principal.requireName(principal);
      }
      this.principal = principal;
      this.group = group;
      this.role = role;
      this.topics = topics == null ? List.of() : List.copyOf(topics);
      this.targets = targets == null ? List.of() : List.copyOf(targets);
    }

    /** Returns the name of the principal, or the word {@code group} and the name of the group. */
    private String holder() {
      return group == null ? Objects.requireNonNull(principal) : "group " + group;
    }

    private boolean isFor(Principal caller) {
      return caller.name().equals(principal) || group != null && caller.groups().contains(group);
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
   * Returns who may carry out an action on a resource, in the order of the bindings, each once: the
   * names of principals, and the names of groups after the word {@code group}.
   */
  public List<String> whoMay(Action action, Resource resource) {
    return bindings.stream()
        .filter(binding -> binding.role().contains(action) && binding.covers(resource))
        .map(Binding::holder)
        .distinct()
        .toList();
  }

  /**
   * Returns whether a principal has an action on anything, so that looking for more makes sense.
   */
  public boolean allowsSomewhere(Principal principal, Action action) {
    return bindings.stream().anyMatch(binding -> isFor(binding, principal, action));
  }

  /**
   * Returns what is hidden from a principal who reads records of a topic. Roles add up: what one
   * binding shows is not hidden, whatever the masks of other roles say. Of a topic that the
   * principal may not read, everything is hidden that any mask hides.
   */
  public FieldMask mask(Principal principal, String topic) {
    if (masks.isEmpty()) {
      return FieldMask.NONE;
    }
    var resource = Resource.topic(topic);
    return bindings.stream()
        .filter(binding -> isFor(binding, principal, Action.READ) && binding.covers(resource))
        .map(Binding::role)
        .distinct()
        .map(role -> mask(topic, mask -> mask.role() == role))
        .reduce(FieldMask::and)
        .orElseGet(() -> mask(topic, mask -> true));
  }

  private FieldMask mask(String topic, Predicate<PolicyMask> which) {
    return new FieldMask(
        masks.stream()
            .filter(which)
            .filter(mask -> mask.isOf(topic))
            .flatMap(mask -> mask.paths().stream())
            .toList());
  }

  private static boolean isFor(Binding binding, Principal principal, Action action) {
    return binding.isFor(principal) && binding.role().contains(action);
  }
}
