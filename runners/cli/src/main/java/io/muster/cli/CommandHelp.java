package io.muster.cli;

/** Texts that several commands' help shares. */
final class CommandHelp {

  static final String EXIT_CODES = "%nExit codes:%n";
  static final String OK = " 0:done";
  static final String DELIVERED = " 0:all was delivered; an empty input too";
  static final String FAILED = " 1:the run failed";
  static final String USAGE =
      " 2:wrong usage or workspace, missing input, unknown audience: nothing was sent";
  static final String DEAD_LETTERS =
      " 3:ended, but something was malformed, excluded or failed: it is in the dead letters";
  static final String REFUSED =
      " 4:another run writes there, or an audience's name is somebody else's";

  static final String FULL =
      "Send every member of the input, also those that the lists are known to hold as they are.";

  private CommandHelp() {}
}
