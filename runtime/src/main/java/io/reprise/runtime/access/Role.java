package io.reprise.runtime.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A set of actions that a policy gives to a principal at once. */
public enum Role {
  /** Stores events, and sees nothing. */
  PRODUCER(Action.PUBLISH),
  /** Sees everything, and changes nothing. */
  VIEWER(Action.OBSERVE, Action.VIEW, Action.READ),
  /** Sees everything, and does what removes nothing. */
  OPERATOR(Action.OBSERVE, Action.VIEW, Action.READ, Action.OPERATE),
  /** Sees everything, and decides whether a protection may be given up. */
  APPROVER(Action.OBSERVE, Action.VIEW, Action.READ, Action.APPROVE),
  /** May do everything. */
  ADMIN(Action.values());

  private final Set<Action> actions;

  Role(Action... actions) {
    this.actions = EnumSet.noneOf(Action.class);
    this.actions.addAll(Set.of(actions));
  }

  /** Returns whether the role contains an action. */
  public boolean contains(Action action) {
    return actions.contains(action);
  }

  /**
   * Finds a role by its name in lower case.
   *
   * @throws IllegalArgumentException if there is no such role; the message names all roles
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Role named(String name) {
    return Stream.of(values())
        .filter(role -> role.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no role is '%s': use one of %s"
                        .formatted(
                            name,
                            String.join(", ", Stream.of(values()).map(Role::toString).toList()))));
  }

  /** Returns the name of the role in policies. */
  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
