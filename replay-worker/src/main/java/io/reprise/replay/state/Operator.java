package io.reprise.replay.state;

import java.util.Objects;

/**
 * Who sent a command.
 *
 * @param name the name of the principal; if nobody asked the operator for a proof, any name
 * @param authenticated whether the worker that stored the command has verified the name
 */
public record Operator(String name, boolean authenticated) {
  public Operator {
    Objects.requireNonNull(name, "name");
  }

  /** Returns an operator whose name is verified. */
  public static Operator verified(String name) {
    return new Operator(name, true);
  }

  /** Returns an operator whose name nobody has verified. */
  public static Operator unverified(String name) {
    return new Operator(name, false);
  }
}
