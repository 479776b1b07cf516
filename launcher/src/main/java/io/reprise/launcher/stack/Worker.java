package io.reprise.launcher.stack;

import io.reprise.launcher.client.WorkerApi;
import io.reprise.launcher.process.ServiceProcess;
import java.net.URI;
import java.util.List;

/** A running replay worker: its process and its door. */
public record Worker(ServiceProcess process, URI uri) {
  public String name() {
    return process.name();
  }

  public WorkerApi api() {
    return new WorkerApi(List.of(uri));
  }
}
