package io.reprise.replay.simulation;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A process. It may freeze or be killed; requests that it has sent arrive nevertheless. Its threads
 * run production code or are chains of actions on the timeline.
 */
class Party {
  private final World world;
  private final String name;
  private boolean dead;
  private long frozenUntil;

  Party(World world, String name) {
    this.world = world;
    this.name = name;
  }

  World world() {
    return world;
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return !dead;
  }

  void kill() {
    dead = true;
    world.threads().kill(this);
  }

  void freeze(long millis) {
    frozenUntil = Math.max(frozenUntil, world.timeline().now() + millis);
  }

  boolean isFrozen() {
    return frozenUntil > world.timeline().now();
  }

  long now() {
    return world.timeline().now();
  }

  /**
   * Runs {@code step} later: after the freeze if the process is frozen then, never if it is dead.
   */
  void after(long millis, Runnable step) {
    world.timeline().after(millis, () -> resume(step));
  }

  private void resume(Runnable step) {
    if (dead) {
      return;
    }
    if (isFrozen()) {
      after(frozenUntil - now() + world.timeline().below(30), step);
    } else {
      step.run();
    }
  }

  /**
   * Sends {@code request} to the broker, which may carry it out long after this process died, and
   * goes on with the answer.
   */
  <T> void ask(Supplier<T> request, Consumer<T> then, Consumer<KafkaError> otherwise) {
    var network = world.network();
    var fate = network.fate();
    if (fate == Network.Fate.LOST) {
      after(network.patience(), () -> otherwise.accept(KafkaError.UNKNOWN));
      return;
    }
    world
        .timeline()
        .after(
            network.latency(),
            () -> world.broker().handle(() -> carryOut(request, fate, then, otherwise)));
  }

  private <T> void carryOut(
      Supplier<T> request, Network.Fate fate, Consumer<T> then, Consumer<KafkaError> otherwise) {
    try {
      var answer = request.get();
      if (fate == Network.Fate.UNANSWERED) {
        after(world.network().patience(), () -> otherwise.accept(KafkaError.UNKNOWN));
      } else {
        answered(() -> then.accept(answer), otherwise);
      }
    } catch (KafkaError e) {
      if (e == KafkaError.NOT_YET) {
        after(world.network().latency() + 3, () -> ask(request, then, otherwise));
      } else {
        answered(() -> otherwise.accept(e), otherwise);
      }
    }
  }

  private void answered(Runnable then, Consumer<KafkaError> otherwise) {
    long sentAt = now();
    after(
        world.network().latency(),
        () -> {
          if (world.broker().restartedSince(sentAt)) {
            otherwise.accept(KafkaError.UNKNOWN);
          } else {
            then.run();
          }
        });
  }

  /** As {@link #ask}, for a request whose answer has no content. */
  void tell(Runnable request, Runnable then, Consumer<KafkaError> otherwise) {
    ask(
        () -> {
          request.run();
          return Boolean.TRUE;
        },
        done -> then.run(),
        otherwise);
  }
}
