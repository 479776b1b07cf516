package io.reprise.local.supervise;

import io.reprise.local.process.PartProcess;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that does what a test says. */
final class FakeProcess implements PartProcess {
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean ready;
  private volatile boolean stops = true;

  /** Makes the process accept requests. */
  FakeProcess accept() {
    ready = true;
    return this;
  }

  /** Makes the process ignore SIGTERM. */
  FakeProcess ignoreStop() {
    stops = false;
    return this;
  }

  void end() {
    end.countDown();
  }

  @Override
  public long pid() {
    return 7;
  }

  @Override
  public boolean isAlive() {
    return end.getCount() > 0;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  @Override
  public String whyEnded() {
    return "exit code 1: the disk is full";
  }

  @Override
  public List<String> lastLines(int count) {
    return List.of("first", "last");
  }

  @Override
  public void requestStop() {
    if (stops) {
      end();
    }
  }

  @Override
  public void forceStop() {
    end();
  }
}
