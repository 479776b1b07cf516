package io.reprise.ingest.service.parse;

/** A batch cannot be taken as a whole; none of its events was looked at. */
public final class WrongBatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WrongBatchException(String message) {
    super(message);
  }
}
