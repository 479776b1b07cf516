package io.reprise.local.supervise;

import io.reprise.kafka.time.Deadline;
import io.reprise.kafka.time.Interruption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the parts of a stack. Each part is started as soon as everything that it needs is ready, and
 * started again after a back-off whenever its process ends. A part that does not become ready stops
 * only the parts that need it.
 *
 * <p>Thread-safe. {@link #close(Duration)} ends all processes within the given time.
 */
public final class Supervisor {
  /** Time that the kernel needs at most to end a process after SIGKILL. */
  private static final Duration KILL_LIMIT = Duration.ofMillis(500);

  private final List<SetupStep> steps;
  private final Pace pace;
  private final Consumer<PartStatus> listener;
  private final Map<String, SupervisedPart> parts = new LinkedHashMap<>();
  private final Map<String, PartStatus> stepStatuses = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<Void>> ready = new LinkedHashMap<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private final Set<String> needed = new HashSet<>();
  private final List<Thread> threads = new ArrayList<>();

  private Supervisor(
      List<Part> parts, List<SetupStep> steps, Pace pace, Consumer<PartStatus> listener) {
    this.steps = List.copyOf(steps);
    this.pace = pace;
    this.listener = listener;
    var now = Instant.now();
    for (var part : parts) {
      var initial = PartStatus.waiting(part.name(), now);
      this.parts.put(part.name(), new SupervisedPart(part, pace, initial, this::changed));
      ready.put(part.name(), new CompletableFuture<>());
      needed.addAll(part.needs());
    }
    for (var step : steps) {
      stepStatuses.put(step.name(), PartStatus.waiting(step.name(), now));
      ready.put(step.name(), new CompletableFuture<>());
      needed.addAll(step.needs());
    }
    needed.forEach(this::requireKnown);
  }

  private void requireKnown(String name) {
    if (!ready.containsKey(name)) {
      throw new IllegalArgumentException("a part needs " + name + ", which does not exist");
    }
  }

  /**
   * Starts a thread for each part and each step, and returns at once.
   *
   * @param listener called with each new status, from the threads of several parts at the same
   *     time; throws nothing
   */
  public static Supervisor start(
      List<Part> parts, List<SetupStep> steps, Pace pace, Consumer<PartStatus> listener) {
    var supervisor = new Supervisor(parts, steps, pace, listener);
    parts.forEach(
        part ->
            supervisor.startThread(part.name(), part.needs(), supervisor.part(part.name())::run));
    supervisor.steps.forEach(
        step -> supervisor.startThread(step.name(), step.needs(), () -> supervisor.run(step)));
    return supervisor;
  }

  private SupervisedPart part(String name) {
    return java.util.Objects.requireNonNull(parts.get(name));
  }

  private void startThread(String name, Set<String> needs, Runnable work) {
    var thread =
        new Thread(
            () -> {
              if (Interruption.runs(() -> awaitReady(needs))) {
                work.run();
              }
            },
            "part-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void awaitReady(Set<String> needs) throws InterruptedException {
    var all = needs.stream().map(ready::get).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(all).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("readiness of a part never fails", e);
    }
  }

  private void run(SetupStep step) {
    int failures = 0;
    var status = stepStatus(step).starting(null, Instant.now());
    long begun = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      changed(status);
      try {
        step.work().run();
        changed(status.ready(Duration.ofNanos(System.nanoTime() - begun), Instant.now()));
        return;
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        var backOff = pace.backOff(++failures);
        status = status.ended(String.valueOf(e.getMessage()), List.of(), backOff, Instant.now());
        changed(status);
        Interruption.runs(() -> TimeUnit.NANOSECONDS.sleep(backOff.toNanos()));
        status = status.starting(null, Instant.now());
      }
    }
  }

  private synchronized PartStatus stepStatus(SetupStep step) {
    return java.util.Objects.requireNonNull(stepStatuses.get(step.name()));
  }

  private void changed(PartStatus status) {
    synchronized (this) {
      stepStatuses.computeIfPresent(status.part(), (name, old) -> status);
    }
    listener.accept(status);
    if (status.state() == PartState.READY) {
      java.util.Objects.requireNonNull(ready.get(status.part())).complete(null);
    }
    if (statuses().stream().allMatch(s -> isSettled(s.state()))) {
      settled.complete(null);
    }
  }

  private static boolean isSettled(PartState state) {
    return state == PartState.READY || state == PartState.LATE || state == PartState.ENDED;
  }

  /** Returns the status of each part, in the order of the parts, and then of each setup step. */
  public List<PartStatus> statuses() {
    var all = new ArrayList<PartStatus>();
    parts.values().forEach(part -> all.add(part.status()));
    synchronized (this) {
      all.addAll(stepStatuses.values());
    }
    return all;
  }

  /**
   * Returns a future that completes once every part has been started and is ready, is late, or has
   * ended and is about to be started again.
   */
  public CompletableFuture<Void> settled() {
    return settled.copy();
  }

  /**
   * Stops all processes: first, in parallel, those that no other part needs; then the others. Kills
   * (SIGKILL) every process that has not ended in time.
   *
   * @param limit time after which the last process is killed
   * @return the names of the parts that were killed
   */
  public List<String> close(Duration limit) {
    var deadline = Deadline.after(limit);
    parts.values().forEach(SupervisedPart::forbidStart);
    threads.forEach(Thread::interrupt);
    var killed = new ArrayList<String>();
    var first = parts.values().stream().filter(part -> !needed.contains(part.name())).toList();
    killed.addAll(stop(first, Deadline.after(limit.dividedBy(2))));
    var last = parts.values().stream().filter(part -> needed.contains(part.name())).toList();
    killed.addAll(stop(last, deadline));
    return killed;
  }

  private static List<String> stop(List<SupervisedPart> group, Deadline deadline) {
    group.forEach(SupervisedPart::requestStop);
    group.forEach(part -> part.awaitStop(deadline));
    var killed = group.stream().filter(SupervisedPart::forceStop).toList();
    var end = Deadline.after(KILL_LIMIT);
    killed.forEach(part -> part.awaitStop(end));
    return killed.stream().map(SupervisedPart::name).toList();
  }
}
