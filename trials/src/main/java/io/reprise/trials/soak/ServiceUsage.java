package io.reprise.trials.soak;

import io.reprise.local.stack.RunningService;
import io.reprise.trials.bench.drive.ServiceHeap;
import io.reprise.trials.bench.drive.ServiceMetric;
import java.net.URI;

/**
 * What a process of a service uses at one moment.
 *
 * @param pid the process
 * @param heapBytes heap in use after a garbage collection
 * @param threads threads, daemon threads included
 * @param files open files and connections
 */
record ServiceUsage(long pid, long heapBytes, int threads, int files) {
  /** Measures a service. Runs a garbage collection in the service. */
  static ServiceUsage of(RunningService service) {
    var address = URI.create(service.address());
    try (var heap = new ServiceHeap(service.process())) {
      return new ServiceUsage(
          service.pid(),
          heap.liveBytes(),
          (int) ServiceMetric.of(address, "jvm_threads_live_threads").value(),
          (int) ServiceMetric.of(address, "process_files_open_files").value());
    }
  }

  long heapMebibytes() {
    return heapBytes >> 20;
  }
}
