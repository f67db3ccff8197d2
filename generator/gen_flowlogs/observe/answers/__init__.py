"""AWS's answers, one thing each: data of any type, as the CLI prints it or boto3 returns it → parts of `Existing`."""
