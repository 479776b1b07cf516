package io.reprise.store.object.s3;

import io.reprise.kafka.time.Interruption;
import io.reprise.store.object.store.ObjectCreator.Created;
import io.reprise.store.object.store.ObjectStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Runs several create-only writes at the same moment, each in its own thread. A probe uses this to
 * find out whether an object store creates an object only once when several clients create the
 * object at the same time.
 */
public final class ConcurrentCreations {
  private ConcurrentCreations() {}

  /**
   * Calls {@code creation} once with each number from 0 to {@code racers - 1}. All calls start at
   * the same moment, each in its own thread.
   *
   * @return the outcome of each call; the call with number 0 is first
   * @throws ObjectStoreException if a call has thrown this exception
   */
  public static List<Created> of(int racers, IntFunction<Created> creation) {
    var start = new CyclicBarrier(racers);
    var threads = Executors.newFixedThreadPool(racers);
    try {
      var creations = new ArrayList<Callable<Created>>();
      for (int i = 0; i < racers; i++) {
        int racer = i;
        creations.add(
            () -> {
              start.await();
              return creation.apply(racer);
            });
      }
      var created = new ArrayList<Created>();
      for (Future<Created> one : invokeAll(threads, creations)) {
        created.add(Interruption.getOr(one::get, ConcurrentCreations::interrupted));
      }
      return created;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ObjectStoreException cause
          ? cause
          : new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Future<Created>> invokeAll(
      ExecutorService threads, List<Callable<Created>> creations) {
    return Interruption.getOr(() -> threads.invokeAll(creations), ConcurrentCreations::interrupted);
  }

  private static <T> T interrupted(InterruptedException cause) {
    throw ObjectStoreException.retriable("interrupted while a store was probed: try again", cause);
  }
}
