package io.reprise.replay.simulation;

import io.reprise.replay.journal.StaleControlException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs production code that blocks on simulated threads, strictly one at a time. A simulated thread
 * that waits runs the timeline itself until an action resumes some thread: itself, which costs
 * nothing, or another one, which gets the baton. So the order of everything follows from the seed
 * alone, and a switch of real threads is needed only when the running simulated thread changes.
 *
 * <p>Real threads are borrowed from a pool that all simulations share.
 */
final class Threads {
  private static final int STEPS_BETWEEN_CHECKS = 50;
  private static final ExecutorService CARRIERS =
      Executors.newCachedThreadPool(
          body -> {
            var carrier = new Thread(body, "simulated");
            carrier.setDaemon(true);
            return carrier;
          });

  /** Unwinds a thread of a killed process; never caught by production code. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private static final Killed KILLED = new Killed();

  /** A simulated thread. The simulation itself is one without a process. */
  private final class Simulated implements Runnable {
    final Party party;
    final Runnable body;
    Thread carrier;
    boolean started;
    boolean killed;
    private volatile boolean baton;

    Simulated(Party party, Runnable body) {
      this.party = party;
      this.body = body;
    }

    @Override
    public void run() {
      for (var next = this; next != null; next = afterEnd()) {
        next.runBody();
      }
    }

    private void runBody() {
      carrier = Thread.currentThread();
      current = this;
      try {
        if (!killed) {
          body.run();
        }
      } catch (Killed e) {
        // The process is gone.
      } catch (Throwable e) {
        fail(e);
      }
      living.remove(this);
    }

    void awaitBaton() {
      while (!baton) {
        LockSupport.park(this);
      }
      baton = false;
    }

    void takeBaton() {
      if (started) {
        baton = true;
        LockSupport.unpark(carrier);
      } else {
        started = true;
        CARRIERS.execute(this);
      }
    }
  }

  /** The wait of a simulated thread. Only its first end counts. */
  final class Wait<T> {
    private final Simulated waiting = current;
    private boolean ended;
    private T value;
    private KafkaError error;

    /** The wait ends with a value. */
    void end(T result) {
      if (!ended) {
        ended = true;
        value = result;
        resume(waiting);
      }
    }

    /** The wait ends without a value. */
    void end() {
      end(null);
    }

    /** The wait ends with an error. */
    void fail(KafkaError cause) {
      if (!ended) {
        ended = true;
        error = cause;
        resume(waiting);
      }
    }

    boolean hasEnded() {
      return ended;
    }

    private T get() {
      if (error == KafkaError.STALE) {
        throw new StaleControlException("stale");
      }
      if (error != null) {
        throw error;
      }
      return value;
    }
  }

  private final Timeline timeline;
  private final List<Simulated> living = new ArrayList<>();
  private final Simulated simulation = new Simulated(null, () -> {});
  private Simulated current = simulation;
  private Simulated next;
  private BooleanSupplier over = () -> false;
  private Throwable failure;
  private boolean ending;
  private long checkAt;

  Threads(Timeline timeline) {
    this.timeline = timeline;
    simulation.started = true;
  }

  /** Starts a thread of a process, after the present action. */
  void start(Party party, Runnable body) {
    var thread = new Simulated(party, body);
    living.add(thread);
    party.after(0, () -> resume(thread));
  }

  /** Unwinds all threads of a process: their waits throw an error that nothing catches. */
  void kill(Party party) {
    for (var thread : living) {
      if (thread.party == party) {
        thread.killed = true;
        timeline.after(0, () -> resume(thread));
      }
    }
  }

  /**
   * Blocks the running thread until its wait ends.
   *
   * @param begin begins something that ends the wait later
   * @throws KafkaError when that fails
   */
  <T> T await(Consumer<Wait<T>> begin) {
    var me = current;
    if (me.killed) {
      throw KILLED;
    }
    var wait = new Wait<T>();
    begin.accept(wait);
    runTimeline(me);
    current = me;
    if (me.killed) {
      throw KILLED;
    }
    return wait.get();
  }

  /** Runs everything until {@code condition} holds, which is checked regularly. */
  void runUntil(BooleanSupplier condition) {
    simulation.carrier = Thread.currentThread();
    over = condition;
    try {
      runTimeline(simulation);
    } finally {
      current = simulation;
    }
    throwFailure();
  }

  /** Unwinds all threads, so that their carriers are free for other simulations. */
  void end() {
    ending = true;
    simulation.carrier = Thread.currentThread();
    for (var thread : List.copyOf(living)) {
      thread.killed = true;
      if (thread.started) {
        thread.takeBaton();
        simulation.awaitBaton();
      }
    }
    living.clear();
  }

  private void throwFailure() {
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private void resume(Simulated thread) {
    if (living.contains(thread)) {
      next = thread;
    }
  }

  private void fail(Throwable cause) {
    if (failure == null && !ending) {
      failure = cause;
    }
  }

  /** Runs the timeline until {@code me} is resumed. */
  private void runTimeline(Simulated me) {
    var resumed = resumed();
    if (resumed != me) {
      resumed.takeBaton();
      me.awaitBaton();
    }
  }

  /** A thread has ended: runs the timeline on its carrier; returns a thread to start there. */
  private Simulated afterEnd() {
    if (ending) {
      simulation.takeBaton();
      return null;
    }
    var resumed = resumed();
    if (!resumed.started) {
      resumed.started = true;
      return resumed;
    }
    resumed.takeBaton();
    return null;
  }

  /** Runs actions until one resumes a thread; the simulation itself when it is over. */
  private Simulated resumed() {
    try {
      while (next == null) {
        if (failure != null) {
          return simulation;
        }
        if (timeline.steps() >= checkAt) {
          checkAt = timeline.steps() + STEPS_BETWEEN_CHECKS;
          if (over.getAsBoolean()) {
            return simulation;
          }
        }
        timeline.step();
      }
    } catch (RuntimeException | Error e) {
      fail(e);
      return simulation;
    }
    var thread = next;
    next = null;
    return thread;
  }
}
