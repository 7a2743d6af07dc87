"""Files become documents and pages: what did we receive?"""
