package io.reprise.store.archive.read;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Calls a function for many items in several threads, until a deadline. It is used to ask an object
 * store about many partitions: a plan over 200 partitions would otherwise wait for 200 answers one
 * after the other. Stateless and thread-safe.
 */
public final class ParallelReads {
  /** How many items of one call of {@link #ask} are worked on at the same time. */
  public static final int AT_ONCE = 32;

  private ParallelReads() {}

  private record Answer<I, O>(I item, O value) {}

  /**
   * Calls {@code question} for each item, several at the same time. Returns true when all items
   * have an answer, and false if the deadline passes first; calls that are still running are then
   * interrupted. The first exception of a call ends this method and is thrown.
   *
   * @param items the items; the caller's thread takes the next item when a call can start. {@code
   *     onAnswer} may add items
   * @param question called in other threads
   * @param onAnswer called in the caller's thread for each answer, in the order in which the
   *     answers arrive
   * @throws org.apache.kafka.common.errors.InterruptException if the caller is interrupted
   */
  public static <I, O> boolean ask(
      Iterator<I> items, Function<I, O> question, BiConsumer<I, O> onAnswer, Deadline deadline) {
    var threads = Executors.newCachedThreadPool(ParallelReads::thread);
    var done = new ExecutorCompletionService<Answer<I, O>>(threads);
    try {
      int asked = 0;
      while (asked > 0 || items.hasNext()) {
        for (; asked < AT_ONCE && items.hasNext(); asked++) {
          var item = items.next();
          done.submit(() -> new Answer<>(item, question.apply(item)));
        }
        var next =
            Interruption.get(() -> done.poll(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
        if (next == null) {
          return false;
        }
        asked--;
        Answer<I, O> answer = Interruption.get(next::get);
        onAnswer.accept(answer.item, answer.value);
      }
      return true;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "archive-question");
    thread.setDaemon(true);
    return thread;
  }
}
