package io.reprise.local.stack;

import io.reprise.cli.client.WorkerClient;
import io.reprise.local.process.ServiceProcess;
import java.net.URI;
import java.util.List;

/** A running replay worker: its process and the address of its HTTP API. */
public record RunningWorker(ServiceProcess process, URI uri) {
  public String name() {
    return process.name();
  }

  public WorkerClient api() {
    return new WorkerClient(List.of(uri));
  }
}
